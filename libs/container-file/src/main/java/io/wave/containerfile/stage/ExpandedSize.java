package io.wave.containerfile.stage;

import io.wave.containerfile.instruction.HereDocument;
import io.wave.containerfile.instruction.Instruction;
import io.wave.containerfile.syntax.InvalidContainerFileException;

/**
 * Limits the size of the variables and instructions of a file after expansion. Builders do not limit it: with lines such as {@code
 * ENV B=$A$A} a small file needs gigabytes of their memory.
 */
final class ExpandedSize {

    private static final long MAX_VARIABLES = 1024 * 1024;
    private static final long MAX_FILE = 16 * 1024 * 1024;
    /** Longer than everything that is allowed; prevents overflows. */
    private static final long TOO_LONG = 1L << 30;

    private long file;

    /** Records the length of a new value, and checks the sum for the stage. */
    void variable(int line, String name, String word, Value value, Variables from, Variables to) {
        to.length(name, value instanceof Value.Known(var text) ? text.length() : length(word, from));
        check(line, to);
    }

    /** Records a value that is copied from another scope, and checks the sum for the stage. */
    void copied(int line, String name, Variables from, Variables to) {
        to.length(name, from.length(name));
        check(line, to);
    }

    private static void check(int line, Variables variables) {
        if (variables.totalLength() > MAX_VARIABLES) {
            throw new InvalidContainerFileException(
                    line,
                    "the variables of a stage must not be longer than %d characters in total".formatted(MAX_VARIABLES));
        }
    }

    /** Counts an instruction whose arguments and here-documents have variables. */
    void instruction(Instruction instruction, Variables variables) {
        add(instruction.line(), length(instruction.arguments(), variables));
        instruction.documents().stream()
                .filter(HereDocument::expands)
                .forEach(document -> add(instruction.line(), length(document.content(), variables)));
    }

    /** Counts a step, which gets all variables as its environment. */
    void step(Instruction run, Variables variables) {
        add(run.line(), run.arguments().length() + variables.totalLength());
    }

    private void add(int line, long length) {
        file += length;
        if (file > MAX_FILE) {
            throw new InvalidContainerFileException(
                    line,
                    "the file must not be longer than %d characters after variables are replaced".formatted(MAX_FILE));
        }
    }

    /** The maximum length of a word after expansion. A replacement can occur once for each character of the value. */
    private static long length(String word, Variables variables) {
        long length = word.length();
        long replacements = 1;
        for (int dollar = word.indexOf('$'); dollar >= 0; dollar = word.indexOf('$', dollar + 1)) {
            int start = word.startsWith("{", dollar + 1) ? dollar + 2 : dollar + 1;
            int end = start;
            while (end < word.length() && isNamePart(word.charAt(end))) {
                end++;
            }
            long value = variables.length(word.substring(start, end));
            length = Math.min(TOO_LONG, length + value);
            if (start == dollar + 2 && word.startsWith("/", end)) {
                replacements = Math.min(TOO_LONG, replacements * Math.max(1, value));
            }
        }
        return Math.min(TOO_LONG, length * replacements);
    }

    private static boolean isNamePart(char unit) {
        return unit == '_' || Character.isLetterOrDigit(unit);
    }
}
