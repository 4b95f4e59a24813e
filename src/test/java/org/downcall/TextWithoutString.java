package org.downcall;

/** A text of ones that breaks the contract of CharSequence: its toString method returns null. */
public record TextWithoutString(int length) implements CharSequence {

    @Override
    public char charAt(int index) {
        return '1';
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return this;
    }

    @Override
    public String toString() {
        return null;
    }
}
