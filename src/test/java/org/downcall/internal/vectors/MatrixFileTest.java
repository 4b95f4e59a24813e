package org.downcall.internal.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** VectorFilesTest tests what files contain. This is what no other platform of the tests shows. */
class MatrixFileTest {

    private static final Path FILE = Path.of("a.npy");

    @Test
    void elementsOfSeveralBytesNeedALittleEndianPlatform() {
        for (int type = VectorKernel.FLOAT32; type <= VectorKernel.BITS; type++) {
            MatrixFile.requireLittleEndian(FILE, type, ByteOrder.LITTLE_ENDIAN);
        }
        MatrixFile.requireLittleEndian(FILE, VectorKernel.INT8, ByteOrder.BIG_ENDIAN);
        MatrixFile.requireLittleEndian(FILE, VectorKernel.BITS, ByteOrder.BIG_ENDIAN);
        for (int type :
                new int[] {VectorKernel.FLOAT32, VectorKernel.FLOAT16, VectorKernel.BFLOAT16}) {
            assertEquals(
                    0,
                    assertThrows(
                                    UnsupportedOperationException.class,
                                    () -> MatrixFile.requireLittleEndian(
                                            FILE, type, ByteOrder.BIG_ENDIAN))
                            .getMessage()
                            .indexOf("The file 'a.npy' has elements of the type "));
        }
    }
}
