package io.wave.containerfile.stage;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A shell pattern with {@code *} and {@code ?}, matched in one pass over texts of limited length. */
final class Glob {

    private static final int MAX_PATTERN = 64;
    private static final int MAX_TEXT = 512;
    private static final int NONE = -1;

    /** A character of the pattern. */
    private record Item(Kind kind, char unit) {}

    private enum Kind {
        UNIT,
        ANY,
        MANY
    }

    private final List<Item> items = new ArrayList<>();

    Glob(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            char unit = pattern.charAt(i);
            if (unit == '\\' && i + 1 < pattern.length()) {
                items.add(new Item(Kind.UNIT, pattern.charAt(++i)));
            } else {
                items.add(new Item(unit == '*' ? Kind.MANY : unit == '?' ? Kind.ANY : Kind.UNIT, unit));
            }
        }
    }

    private Glob(List<Item> items) {
        this.items.addAll(items);
    }

    /** Whether pattern and text are within the length limit. */
    boolean fits(String text) {
        return items.size() <= MAX_PATTERN && text.length() <= MAX_TEXT;
    }

    String withoutPrefix(String text, boolean longest) {
        int end = matchAt(text, 0, longest);
        return end == NONE ? text : text.substring(end);
    }

    String withoutSuffix(String text, boolean longest) {
        String reversed = new StringBuilder(text).reverse().toString();
        String rest = new Glob(items.reversed()).withoutPrefix(reversed, longest);
        return new StringBuilder(rest).reverse().toString();
    }

    String replace(String text, String replacement, boolean all) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        boolean done = false;
        while (at < text.length()) {
            int end = done ? NONE : matchAt(text, at, true);
            if (end > at) {
                result.append(replacement);
                at = end;
                done = !all;
            } else {
                result.append(text.charAt(at++));
            }
        }
        return result.toString();
    }

    /** The end of a match that starts here. */
    private int matchAt(String text, int start, boolean longest) {
        BitSet states = new BitSet(items.size() + 1);
        enter(states, 0);
        int found = NONE;
        for (int at = start; !states.isEmpty(); at++) {
            if (states.get(items.size())) {
                found = at;
                if (!longest) {
                    return found;
                }
            }
            if (at == text.length()) {
                break;
            }
            states = step(states, text.charAt(at));
        }
        return found;
    }

    private BitSet step(BitSet states, char unit) {
        BitSet next = new BitSet(items.size() + 1);
        for (int state = states.nextSetBit(0);
                state >= 0 && state < items.size();
                state = states.nextSetBit(state + 1)) {
            Item item = items.get(state);
            switch (item.kind()) {
                case MANY -> enter(next, state);
                case ANY -> enter(next, state + 1);
                case UNIT -> {
                    if (item.unit() == unit) {
                        enter(next, state + 1);
                    }
                }
            }
        }
        return next;
    }

    /** Enters a state and those that follow it without a character. */
    private void enter(BitSet states, int first) {
        int state = first;
        states.set(state);
        while (state < items.size() && items.get(state).kind() == Kind.MANY) {
            states.set(++state);
        }
    }
}
