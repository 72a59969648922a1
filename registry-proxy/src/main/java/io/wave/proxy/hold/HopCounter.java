package io.wave.proxy.hold;

import io.wave.security.RootKey;
import io.wave.token.ContainerToken;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts the hops of a pull in the query of its URI, {@code hop=<number>.<signature>}, signed for its token. All
 * replicas accept each other's counters. An invalid counter counts as the last hop, never as the first, so that it
 * cannot cause an endless loop of redirects.
 */
final class HopCounter {

    private static final String PARAMETER = "hop=";
    private static final int SIGNATURE_BYTES = 12;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final byte[] key;

    HopCounter(RootKey rootKey) {
        this.key = rootKey.derive(RootKey.Purpose.HOP_COUNTER);
    }

    /** The number of this request among the requests of the pull, from 1. */
    int read(ContainerToken token, URI uri) {
        List<String> counters = parameters(uri).filter(HopCounter::isCounter).toList();
        return switch (counters.size()) {
            case 0 -> 1;
            case 1 -> verified(token, counters.getFirst().substring(PARAMETER.length()));
            default -> HopSchedule.MAX_RESPONSES;
        };
    }

    private int verified(ContainerToken token, String counter) {
        int dot = counter.indexOf('.');
        if (dot <= 0 || dot > 2) {
            return HopSchedule.MAX_RESPONSES;
        }
        String number = counter.substring(0, dot);
        boolean valid = MessageDigest.isEqual(bytes(counter), bytes(signed(token, number)));
        return valid ? Integer.parseInt(number) : HopSchedule.MAX_RESPONSES;
    }

    /** The location of the next request: the same path and query, relative to the host, with this counter. */
    URI location(ContainerToken token, URI uri, int hop) {
        Stream<String> others = parameters(uri).filter(parameter -> !isCounter(parameter));
        String query = Stream.concat(others, Stream.of(PARAMETER + signed(token, Integer.toString(hop))))
                .collect(Collectors.joining("&"));
        return URI.create(uri.getRawPath() + "?" + query);
    }

    private String signed(ContainerToken token, String number) {
        byte[] mac = RootKey.mac(key, bytes(token + ":" + number));
        return number + "." + BASE64.encodeToString(Arrays.copyOf(mac, SIGNATURE_BYTES));
    }

    private static Stream<String> parameters(URI uri) {
        String query = uri.getRawQuery();
        return query == null || query.isEmpty() ? Stream.empty() : Arrays.stream(query.split("&"));
    }

    private static boolean isCounter(String parameter) {
        return parameter.startsWith(PARAMETER);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
