package io.wave.job.engine.tool;

import java.util.Arrays;

/** What of a tool's output goes to the log. Called on one thread, in the order of the output. */
public interface OutputFilter {

    /** All of it. */
    OutputFilter NONE = new OutputFilter() {
        @Override
        public byte[] keep(byte[] bytes, int length) {
            return Arrays.copyOf(bytes, length);
        }

        @Override
        public byte[] rest() {
            return new byte[0];
        }
    };

    /** What goes on of these bytes and of those held back before. */
    byte[] keep(byte[] bytes, int length);

    /** What was held back, when the output has ended. */
    byte[] rest();
}
