package io.wave.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One pull: asks for a manifest, follows each hop on the same connection, notes when the image begins. The connection
 * stays open, as with engines, which then pull the layers.
 */
final class HeldPull {

    private static final Pattern LOCATION = Pattern.compile("(?im)^location: (\\S+)$");
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: (\\d+)$");
    private static final String HEAD_END = "\r\n\r\n";

    private final SocketChannel channel;
    private final String host;
    private final StringBuilder head = new StringBuilder();
    private String path;
    private State state = State.CONNECTING;
    private int hops;
    private long answerBegan;

    HeldPull(SocketChannel channel, InetSocketAddress server, String path) {
        this.channel = channel;
        this.host = server.getHostString() + ":" + server.getPort();
        this.path = path;
    }

    void ready(SelectionKey key, ByteBuffer buffer) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                ask();
            } else if (key.isReadable()) {
                read(buffer);
            }
            if (isDone()) {
                key.interestOps(0);
            }
        } catch (IOException broken) {
            key.cancel();
            state = State.BROKEN;
        }
    }

    boolean isConnecting() {
        return state == State.CONNECTING;
    }

    boolean isAsked() {
        return state == State.ASKED;
    }

    boolean isServed() {
        return state == State.SERVED;
    }

    boolean isBroken() {
        return state == State.BROKEN;
    }

    boolean isDone() {
        return state == State.SERVED || state == State.REFUSED || state == State.BROKEN;
    }

    int hops() {
        return hops;
    }

    long firstByteAt() {
        return answerBegan;
    }

    private void ask() throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: wave-benchmark\r\nAccept: application/vnd.oci.image.manifest.v1+json,"
                + " application/vnd.docker.distribution.manifest.v2+json\r\n\r\n";
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        state = State.ASKED;
    }

    private void read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            state = State.BROKEN;
            return;
        }
        if (head.isEmpty()) {
            answerBegan = System.currentTimeMillis();
        }
        head.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        int end = head.indexOf(HEAD_END);
        if (end >= 0 && head.length() >= end + HEAD_END.length() + bodyLength()) {
            answered();
        }
    }

    private void answered() throws IOException {
        int status = Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
        Matcher location = LOCATION.matcher(head);
        if (status == 200) {
            state = State.SERVED;
        } else if (status == 307 && location.find()) {
            path = location.group(1);
            hops++;
            head.setLength(0);
            ask();
        } else {
            state = State.REFUSED;
        }
    }

    private int bodyLength() {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    private enum State {
        CONNECTING,
        ASKED,
        SERVED,
        REFUSED,
        BROKEN
    }
}
