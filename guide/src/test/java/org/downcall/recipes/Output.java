package org.downcall.recipes;

/**
 * What a program left behind.
 *
 * @param text the output of both streams
 */
record Output(int exit, String text) {}
