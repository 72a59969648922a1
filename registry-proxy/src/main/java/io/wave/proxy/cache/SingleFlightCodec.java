package io.wave.proxy.cache;

import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Encodes a value for the replicas that wait for it. */
interface SingleFlightCodec<V> {

    /** The encoded value; empty if the value is not shared. */
    Mono<String> write(V value);

    /** The decoded value; empty if it is no longer available. */
    Mono<V> read(String text);

    /** A codec for JSON of at most this many characters; longer values are not shared. */
    static <V> SingleFlightCodec<V> json(Class<V> type, int maxLength) {
        JsonMapper json = JsonMapper.shared();
        return new SingleFlightCodec<>() {
            @Override
            public Mono<String> write(V value) {
                return Mono.fromCallable(() -> json.writeValueAsString(value))
                        .filter(text -> text.length() <= maxLength);
            }

            @Override
            public Mono<V> read(String text) {
                return Mono.fromCallable(() -> json.readValue(text, type));
            }
        };
    }
}
