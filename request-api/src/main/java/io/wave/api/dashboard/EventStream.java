package io.wave.api.dashboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Server-sent events on a stream of bytes. */
final class EventStream {

    private final OutputStream out;

    EventStream(OutputStream out) {
        this.out = out;
    }

    void send(String event, String data) throws IOException {
        String lines = data.lines().map(line -> "data: " + line + "\n").collect(Collectors.joining());
        out.write("event: %s\n%s\n".formatted(event, lines).getBytes(StandardCharsets.UTF_8));
    }
}
