package io.wave.standalone.pattern;

/** A text that may be read so often and no more. */
final class CountedText implements CharSequence {

    private final String text;
    private long left;

    CountedText(String text, long reads) {
        this.text = text;
        this.left = reads;
    }

    @Override
    public char charAt(int index) {
        if (left-- <= 0) {
            throw new TooManyReads();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** The expression goes over the text again and again. */
    static final class TooManyReads extends RuntimeException {

        TooManyReads() {
            super(null, null, false, false);
        }
    }
}
