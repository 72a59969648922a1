package io.wave.job.engine.log;

import java.io.ByteArrayOutputStream;

/** Removes terminal control sequences (ECMA-48) and NUL from a stream of bytes, also if a sequence spans two reads. */
final class AnsiFilter {

    private static final int ESCAPE = 0x1b;
    private static final int BELL = 0x07;

    private enum State {
        TEXT,
        ESCAPED,
        CONTROL_SEQUENCE,
        STRING,
        STRING_ESCAPED
    }

    private State state = State.TEXT;

    /** The text in these bytes. */
    byte[] text(byte[] bytes, int length) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(length);
        for (int i = 0; i < length; i++) {
            int value = bytes[i] & 0xff;
            if (state == State.TEXT && value != ESCAPE) {
                if (value != 0) {
                    text.write(value);
                }
            } else {
                state = next(value);
            }
        }
        return text.toByteArray();
    }

    private State next(int value) {
        return switch (state) {
            case TEXT -> State.ESCAPED;
            case ESCAPED -> afterEscape(value);
            case CONTROL_SEQUENCE -> value >= 0x40 && value <= 0x7e ? State.TEXT : State.CONTROL_SEQUENCE;
            case STRING ->
                switch (value) {
                    case BELL -> State.TEXT;
                    case ESCAPE -> State.STRING_ESCAPED;
                    default -> State.STRING;
                };
            case STRING_ESCAPED -> State.TEXT;
        };
    }

    private static State afterEscape(int value) {
        return switch (value) {
            case '[' -> State.CONTROL_SEQUENCE;
            case ']', 'P', 'X', '^', '_' -> State.STRING;
            case ESCAPE -> State.ESCAPED;
            default -> value >= 0x20 && value <= 0x2f ? State.ESCAPED : State.TEXT;
        };
    }
}
