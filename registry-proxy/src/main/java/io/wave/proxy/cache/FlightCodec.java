package io.wave.proxy.cache;

import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** How a value gets from the replica that made it to those that wait for it. */
interface FlightCodec<V> {

    /** The text to hand over; empty where the value is not shared. */
    Mono<String> write(V value);

    /** The value that the text stands for; empty where it is no longer to be had. */
    Mono<V> read(String text);

    /** As JSON of at most this many characters. */
    static <V> FlightCodec<V> json(Class<V> type, int maxLength) {
        JsonMapper json = JsonMapper.shared();
        return new FlightCodec<>() {
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
