package io.wave.builder.buildkit;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Servers on the loopback interface of the worker. Registries there use plain HTTP. */
final class Loopback {

    private static final Pattern HOST = Pattern.compile("(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::(\\d{1,5}))?");
    private static final int HTTP = 80;

    private Loopback() {}

    /** The port of such a server; empty for all others. */
    static OptionalInt port(String server) {
        Matcher host = HOST.matcher(server);
        if (!host.matches()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(host.group(1) == null ? HTTP : Integer.parseInt(host.group(1)));
    }
}
