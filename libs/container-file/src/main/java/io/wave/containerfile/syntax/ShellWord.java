package io.wave.containerfile.syntax;

/** A word of a shell command. */
public final class ShellWord {

    private ShellWord() {}

    /** The word in single quotes, so that the shell takes each of its characters as it is. */
    public static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
