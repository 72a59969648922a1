package io.wave.containerfile.stage;

/** A word after its variables have been replaced and its quotes taken away, as far as that can be done before the build. */
public sealed interface Value {

    /** A word that is known. */
    record Known(String text) implements Value {}

    /**
     * A word that only the builder can know.
     *
     * @param written the word as it stands in the file
     * @param reason why: a clause about the word
     */
    record Unknown(String written, String reason) implements Value {}
}
