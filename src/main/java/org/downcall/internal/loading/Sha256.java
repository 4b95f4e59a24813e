package org.downcall.internal.loading;

import java.nio.ByteBuffer;

/**
 * SHA-256 as FIPS 180-4 defines it. {@code MessageDigest} returns the same digests and is faster,
 * but its first use in a JVM initializes the security providers, which takes several times as long
 * as the digest of a library does here.
 *
 * <p>Most of the time passes before the JIT compiler has compiled this class. The methods therefore
 * call no others: rotations are written out, and words are read from the bytes.
 */
final class Sha256 {

    private static final int BLOCK_BYTES = 64;
    private static final int ROUNDS = 64;

    /** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
    private static final int[] K = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
        0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
        0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
        0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
        0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
        0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
        0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
        0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
        0xc67178f2
    };

    /** The first 32 bits of the fractional parts of the square roots of the first 8 primes. */
    private final int[] hash = {
        0x6a09e667,
        0xbb67ae85,
        0x3c6ef372,
        0xa54ff53a,
        0x510e527f,
        0x9b05688c,
        0x1f83d9ab,
        0x5be0cd19
    };

    private final int[] schedule = new int[ROUNDS];

    /** {@return the 32 bytes of the digest} */
    static byte[] digest(byte[] message) {
        Sha256 sha256 = new Sha256();
        int whole = message.length / BLOCK_BYTES * BLOCK_BYTES;
        for (int at = 0; at < whole; at += BLOCK_BYTES) {
            sha256.addBlock(message, at);
        }
        // The rest of the message, a bit 1, zeros, and the length in bits
        int rest = message.length - whole;
        int blocks = rest + 1 + Long.BYTES <= BLOCK_BYTES ? 1 : 2;
        byte[] padded = new byte[blocks * BLOCK_BYTES];
        System.arraycopy(message, whole, padded, 0, rest);
        padded[rest] = (byte) 0x80;
        ByteBuffer.wrap(padded).putLong(padded.length - Long.BYTES, message.length * 8L);
        for (int at = 0; at < padded.length; at += BLOCK_BYTES) {
            sha256.addBlock(padded, at);
        }
        ByteBuffer digest = ByteBuffer.allocate(sha256.hash.length * Integer.BYTES);
        for (int word : sha256.hash) {
            digest.putInt(word);
        }
        return digest.array();
    }

    private void addBlock(byte[] bytes, int at) {
        int[] w = schedule;
        for (int t = 0; t < 16; t++) {
            int i = at + t * Integer.BYTES;
            w[t] = bytes[i] << 24
                    | (bytes[i + 1] & 0xFF) << 16
                    | (bytes[i + 2] & 0xFF) << 8
                    | bytes[i + 3] & 0xFF;
        }
        for (int t = 16; t < ROUNDS; t++) {
            int x = w[t - 15];
            int y = w[t - 2];
            int sigma0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3;
            int sigma1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
            w[t] = sigma1 + w[t - 7] + sigma0 + w[t - 16];
        }
        int a = hash[0];
        int b = hash[1];
        int c = hash[2];
        int d = hash[3];
        int e = hash[4];
        int f = hash[5];
        int g = hash[6];
        int h = hash[7];
        for (int t = 0; t < ROUNDS; t++) {
            int sum1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
            int t1 = h + sum1 + (e & f ^ ~e & g) + K[t] + w[t];
            int sum0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
            int t2 = sum0 + (a & b ^ a & c ^ b & c);
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }
        hash[0] += a;
        hash[1] += b;
        hash[2] += c;
        hash[3] += d;
        hash[4] += e;
        hash[5] += f;
        hash[6] += g;
        hash[7] += h;
    }
}
