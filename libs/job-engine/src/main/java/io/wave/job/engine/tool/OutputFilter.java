package io.wave.job.engine.tool;

import java.util.Arrays;

/** Selects the output of a tool that goes to the log. Called on one thread, in the order of the output. */
public interface OutputFilter {

    /** Keeps all output. */
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

    /** The bytes to log, out of these and of those held back by earlier calls. */
    byte[] keep(byte[] bytes, int length);

    /** The bytes held back, after the output has ended. */
    byte[] rest();
}
