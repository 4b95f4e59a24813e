package org.downcall.recipes;

import static java.nio.file.StandardOpenOption.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Buffers of segments in channels: which arena, which channel. */
class ChannelsTest {

    @TempDir
    private static Path directory;

    private static Path file() throws IOException {
        return Files.write(directory.resolve("file"), new byte[64]);
    }

    private static ServerSocketChannel server() throws IOException {
        return ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Blocking channels and checksums accept a buffer of any arena, on the arena's thread. */
    @Test
    void aConfinedArenaInBlockingChannels() throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file(), READ);
                ServerSocketChannel server = server();
                SocketChannel socket = SocketChannel.open(server.getLocalAddress())) {
            ByteBuffer buffer = arena.allocate(64).asByteBuffer();
            assertEquals(64, channel.read(buffer));
            assertEquals(64, socket.write(buffer.flip()));
            new CRC32().update(buffer.flip());
        }
    }

    /** Asynchronous channels need a shared arena, because another thread uses the buffer. */
    @Test
    @EnabledForJreRange(minVersion = 25)
    void aSharedArenaInAsynchronousChannels() throws Exception {
        try (Arena arena = Arena.ofShared();
                AsynchronousFileChannel channel = AsynchronousFileChannel.open(file(), READ);
                ServerSocketChannel server = server();
                AsynchronousSocketChannel socket = AsynchronousSocketChannel.open()) {
            ByteBuffer buffer = arena.allocate(64).asByteBuffer();
            assertEquals(64, channel.read(buffer, 0).get(10, TimeUnit.SECONDS));
            socket.connect(server.getLocalAddress()).get(10, TimeUnit.SECONDS);
            assertEquals(64, socket.write(buffer.flip()).get(10, TimeUnit.SECONDS));
        }
    }

    /** Wrong: the operation of a socket fails with an IOException. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void wrongAConfinedArenaInAnAsynchronousSocket() throws Exception {
        try (Arena arena = Arena.ofConfined();
                ServerSocketChannel server = server();
                AsynchronousSocketChannel socket = AsynchronousSocketChannel.open()) {
            socket.connect(server.getLocalAddress()).get(10, TimeUnit.SECONDS);
            Future<Integer> written = socket.write(arena.allocate(64).asByteBuffer());
            Throwable cause =
                    assertThrows(ExecutionException.class, () -> written.get()).getCause();
            assertEquals(IOException.class, cause.getClass());
            assertTrue(cause.getMessage().contains("Confined session not supported"));
        }
    }

    /** Wrong: the operation of a file never completes. Only a thread prints an exception. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void wrongAConfinedArenaInAnAsynchronousFile() throws Exception {
        try (Arena arena = Arena.ofConfined();
                AsynchronousFileChannel channel = AsynchronousFileChannel.open(file(), READ)) {
            ByteBuffer buffer = arena.allocate(64).asByteBuffer();
            Future<Integer> read = null;
            try {
                read = channel.read(buffer, 0);
            } catch (IllegalArgumentException e) {
                assumeTrue(false, "this JDK has the fix of JDK-8358958");
            }
            Future<Integer> forever = read;
            assertThrows(TimeoutException.class, () -> forever.get(2, TimeUnit.SECONDS));
        }
    }
}
