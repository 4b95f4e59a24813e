package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The signature of a Mach-O file: a digest of each page [xnu, osfmk/kern/cs_blobs.h].
 *
 * @param flags of the code directory
 * @param identifier the name of the signed code
 * @param limit the length of the signed part of the file
 * @param pageSize the bytes for each digest
 * @param digests one for each page
 */
record CodeSignature(int flags, String identifier, int limit, int pageSize, byte[][] digests) {

    private static final int EMBEDDED_SIGNATURE = 0xfade0cc0;
    private static final int CODE_DIRECTORY = 0xfade0c02;
    private static final int AD_HOC = 0x2;
    private static final int SHA_256 = 2;
    private static final int SHA_256_LENGTH = 32;

    static CodeSignature at(byte[] file, int offset) {
        ByteBuffer blobs = ByteBuffer.wrap(file).slice(offset, file.length - offset);
        assertEquals(EMBEDDED_SIGNATURE, blobs.getInt(0));
        ByteBuffer directory = blobs.slice(blobs.getInt(16), blobs.capacity() - blobs.getInt(16));
        assertEquals(CODE_DIRECTORY, directory.getInt(0));
        assertEquals(SHA_256_LENGTH, directory.get(36));
        assertEquals(SHA_256, directory.get(37));
        byte[][] digests = new byte[directory.getInt(28)][SHA_256_LENGTH];
        for (int i = 0; i < digests.length; i++) {
            directory.get(directory.getInt(16) + i * SHA_256_LENGTH, digests[i]);
        }
        return new CodeSignature(
                directory.getInt(12),
                text(directory, directory.getInt(20)),
                directory.getInt(32),
                1 << directory.get(39),
                digests);
    }

    private static String text(ByteBuffer bytes, int start) {
        int end = start;
        while (bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - start];
        bytes.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    boolean isAdHoc() {
        return (flags & AD_HOC) != 0;
    }

    void assertMatches(byte[] file) throws NoSuchAlgorithmException {
        assertEquals((limit + pageSize - 1) / pageSize, digests.length);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < digests.length; i++) {
            int start = i * pageSize;
            byte[] page = Arrays.copyOfRange(file, start, Math.min(start + pageSize, limit));
            assertArrayEquals(sha256.digest(page), digests[i], "page " + i);
        }
    }
}
