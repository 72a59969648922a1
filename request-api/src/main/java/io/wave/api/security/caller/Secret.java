package io.wave.api.security.caller;

import com.fasterxml.jackson.annotation.JsonCreator;

/** A credential that a client sent; never stored or printed. */
public record Secret(String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Secret {}

    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public String toString() {
        return "***";
    }
}
