package com.example.app;

import com.example.fast_hash.FastHash;

public final class Main {

    public static void main(String[] args) {
        System.out.println("3 to the power of 4 is " + FastHash.power(3, 4));
        System.out.println(FastHash.kernel());
    }
}
