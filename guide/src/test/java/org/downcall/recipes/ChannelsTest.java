package org.downcall.recipes;

import static java.nio.file.StandardOpenOption.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    /** Blocking channels accept a buffer of any arena, on the arena's thread. */
    @Test
    void aConfinedArenaInBlockingChannels() throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file(), READ);
                ServerSocketChannel server = server();
                SocketChannel socket = SocketChannel.open(server.getLocalAddress());
                DatagramChannel datagrams = DatagramChannel.open()) {
            ByteBuffer buffer = arena.allocate(64).asByteBuffer();
            assertEquals(64, channel.read(buffer));
            assertEquals(64, socket.write(buffer.flip()));
            assertEquals(64, datagrams.send(buffer.flip(), server.getLocalAddress()));
        }
    }

    static List<Arena> arenas() {
        return List.of(Arena.ofConfined(), Arena.ofShared(), Arena.ofAuto(), Arena.global());
    }

    /** So do checksums, ciphers and TLS. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("arenas")
    @EnabledForJreRange(minVersion = 25)
    void everyArenaInChecksumsAndCiphers(Arena arena) throws Exception {
        ByteBuffer buffer = arena.allocate(64).asByteBuffer();
        ByteBuffer output = arena.allocate(20_000).asByteBuffer();
        new CRC32().update(buffer.duplicate());
        MessageDigest.getInstance("SHA-256").update(buffer.duplicate());
        Deflater deflater = new Deflater();
        deflater.setInput(buffer.duplicate());
        deflater.finish();
        assertTrue(deflater.deflate(output.duplicate()) > 0);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
        assertEquals(80, cipher.doFinal(buffer.duplicate(), output.duplicate()));
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
        assertTrue(engine.wrap(buffer.duplicate(), output.duplicate()).bytesProduced() > 0);
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

    /** Wrong, up to JDK 25: the operation of a socket fails with an IOException. */
    @Test
    @EnabledForJreRange(maxVersion = 25)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "another implementation")
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

    /**
     * Wrong, up to JDK 25: the operation of a file never completes. Only a thread prints an
     * exception.
     */
    @Test
    @EnabledForJreRange(maxVersion = 25)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "another implementation")
    void wrongAConfinedArenaInAnAsynchronousFile() throws Exception {
        try (Arena arena = Arena.ofConfined();
                AsynchronousFileChannel channel = AsynchronousFileChannel.open(file(), READ)) {
            ByteBuffer buffer = arena.allocate(64).asByteBuffer();
            Future<Integer> read = null;
            try {
                read = channel.read(buffer, 0);
            } catch (IllegalArgumentException e) {
                abort("this JDK has the fix of JDK-8358958");
            }
            Future<Integer> forever = read;
            assertThrows(TimeoutException.class, () -> forever.get(2, TimeUnit.SECONDS));
        }
    }

    /** Wrong: since JDK 26, an asynchronous channel rejects the buffer at once. */
    @Test
    @EnabledForJreRange(minVersion = 26)
    void wrongAConfinedArenaInAnAsynchronousChannel() throws Exception {
        try (Arena arena = Arena.ofConfined();
                AsynchronousFileChannel channel = AsynchronousFileChannel.open(file(), READ);
                ServerSocketChannel server = server();
                AsynchronousSocketChannel socket = AsynchronousSocketChannel.open()) {
            socket.connect(server.getLocalAddress()).get(10, TimeUnit.SECONDS);
            ByteBuffer buffer = arena.allocate(64).asByteBuffer();
            Class<IllegalArgumentException> type = IllegalArgumentException.class;
            String message = "Buffer is thread confined";
            assertEquals(
                    message, assertThrows(type, () -> channel.read(buffer, 0)).getMessage());
            assertEquals(message, assertThrows(type, () -> socket.write(buffer)).getMessage());
        }
    }
}
