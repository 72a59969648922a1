package io.wave.job.kubernetes.cluster;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a log whose API writes the time before each line. If the log is read again from an earlier line on, what was
 * read before is left out: each line is passed on once, even if the beginning of the log was rotated away meanwhile.
 */
final class StampedLines {

    private static final int LONGEST = 64 * 1024;

    private final Consumer<byte[]> lines;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stamp = new ByteArrayOutputStream();
    private boolean inStamp = true;
    /** The time of the last complete line, and how many complete lines have it. */
    private @Nullable String last;

    private int sameTime;
    /** Bytes of the current line that were passed on before its end. */
    private long passedOn;
    /** Bytes of the current line in this reading that were passed on, or left out, before its end. */
    private long met;
    /** What of the log that is read again is left out. */
    private @Nullable Again again;

    StampedLines(Consumer<byte[]> lines) {
        this.lines = lines;
    }

    /** The log is read again, from its beginning as far as that is left. */
    void restarted() {
        again = new Again(last == null ? null : OffsetDateTime.parse(last), sameTime, passedOn);
        text.reset();
        stamp.reset();
        inStamp = true;
        met = 0;
    }

    void read(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            byte each = bytes[i];
            if (inStamp) {
                if (each == ' ') {
                    inStamp = false;
                } else {
                    stamp.write(each);
                }
                continue;
            }
            text.write(each);
            if (each == '\n') {
                endLine();
            } else if (text.size() == LONGEST) {
                passOn(false);
            }
        }
    }

    /** The log has ended; its last line may have no end. */
    void ended() {
        if (text.size() > 0) {
            endLine();
        }
    }

    private void endLine() {
        passOn(true);
        stamp.reset();
        inStamp = true;
    }

    private void passOn(boolean complete) {
        String time = stamp.toString(StandardCharsets.US_ASCII);
        byte[] line = text.toByteArray();
        text.reset();
        if (again != null && again.isKnown(time, complete)) {
            return;
        }
        byte[] rest = again == null ? line : again.unknownPart(line);
        if (rest.length > 0) {
            lines.accept(rest);
        }
        if (complete) {
            sameTime = time.equals(last) ? sameTime + 1 : 1;
            last = time;
            passedOn = 0;
            met = 0;
            again = null;
        } else {
            met += line.length;
            passedOn = Math.max(passedOn, met);
        }
    }

    /** What was read before an interruption. */
    private static final class Again {

        private final @Nullable OffsetDateTime last;
        private int sameTime;
        private long passedOn;

        /**
         * The place of the interruption.
         *
         * @param last the time of the last complete line
         * @param sameTime how many complete lines have it
         * @param passedOn bytes of the line after them that were passed on
         */
        Again(@Nullable OffsetDateTime last, int sameTime, long passedOn) {
            this.last = last;
            this.sameTime = sameTime;
            this.passedOn = passedOn;
        }

        /** Whether this is a line, or a part of one, that was complete before. */
        boolean isKnown(String time, boolean complete) {
            if (last == null) {
                return false;
            }
            int order = OffsetDateTime.parse(time).compareTo(last);
            if (order == 0 && sameTime > 0) {
                sameTime -= complete ? 1 : 0;
                return true;
            }
            return order < 0;
        }

        /** A line that was interrupted: without what was passed on of it. */
        byte[] unknownPart(byte[] line) {
            int known = (int) Math.min(line.length, passedOn);
            passedOn -= known;
            return Arrays.copyOfRange(line, known, line.length);
        }
    }
}
