package io.wave.containerfile.stage;

/** A word with variables expanded and quotes removed, if that is possible before the build. */
public sealed interface Value {

    /** A word that is known. */
    record Known(String text) implements Value {}

    /**
     * A word whose value only the builder knows.
     *
     * @param written word as in the file
     * @param reason reason, as a clause about the word
     */
    record Unknown(String written, String reason) implements Value {}
}
