package io.wave.containerfile.syntax;

/** Iterates over the lines of a text. Only a line feed ends a line, as in Go's scanners. */
public final class PhysicalLines {

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final String text;
    private final boolean trimsAllReturns;
    private int at;
    private int number;

    public PhysicalLines(String text, Dialect dialect) {
        this.text = text;
        this.trimsAllReturns = dialect.trimsAllReturns();
        this.at = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    }

    public boolean hasNext() {
        return at < text.length();
    }

    /** The next line without its end. */
    public String next() {
        int feed = text.indexOf('\n', at);
        int end = feed < 0 ? text.length() : feed;
        int next = feed < 0 ? end : feed + 1;
        while (end > at && text.charAt(end - 1) == '\r') {
            end--;
            if (!trimsAllReturns) {
                break;
            }
        }
        String line = text.substring(at, end);
        at = next;
        number++;
        return line;
    }

    /** The number of the current line, from 1. */
    public int number() {
        return number;
    }
}
