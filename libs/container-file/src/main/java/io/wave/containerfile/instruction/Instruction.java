package io.wave.containerfile.instruction;

import io.wave.containerfile.syntax.Blanks;
import io.wave.containerfile.syntax.FlagScanner;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import io.wave.containerfile.syntax.JsonStrings;
import io.wave.containerfile.syntax.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An instruction of a container file.
 *
 * @param line number of its first line, from 1
 * @param keyword keyword in upper case
 * @param flags flags without quotes, such as {@code --from=alpine}
 * @param arguments text after the flags, with quotes and variables
 * @param escape escape character
 * @param documents here-documents
 */
public record Instruction(
        int line, String keyword, List<String> flags, String arguments, char escape, List<HereDocument> documents) {

    private static final int MAX_FLAGS = 100;

    public Instruction {
        flags = List.copyOf(flags);
        documents = List.copyOf(documents);
    }

    /** Parses a logical line. */
    static Instruction parse(String text, int line, char escape) {
        String trimmed = Blanks.trim(text);
        int end = 0;
        while (end < trimmed.length() && !Blanks.isSeparator(trimmed.charAt(end))) {
            end++;
        }
        FlagScanner flags = FlagScanner.of(trimmed.substring(end), MAX_FLAGS);
        if (flags.words().size() > MAX_FLAGS) {
            throw new InvalidContainerFileException(
                    line, "an instruction must not have more than %d flags".formatted(MAX_FLAGS));
        }
        String keyword = upper(trimmed.substring(0, end));
        return new Instruction(line, keyword, flags.words(), Blanks.trim(flags.rest()), escape, List.of());
    }

    /** Converts each character, so that the length is kept and no locale applies. */
    private static String upper(String word) {
        StringBuilder lower = new StringBuilder(word.length());
        word.chars().forEach(unit -> lower.append(Character.toLowerCase((char) unit)));
        return lower.toString().toUpperCase(Locale.ROOT);
    }

    Instruction with(List<HereDocument> more) {
        return new Instruction(line, keyword, flags, arguments, escape, more);
    }

    /** Whether the instruction has this keyword, in upper case. */
    public boolean is(String name) {
        return keyword.equals(name);
    }

    /** The values of all flags of a name, such as {@code from}. */
    public List<String> flags(String name) {
        String prefix = "--" + name + "=";
        return flags.stream()
                .filter(flag -> flag.regionMatches(true, 0, prefix, 0, prefix.length()))
                .map(flag -> flag.substring(prefix.length()))
                .toList();
    }

    /** The arguments as words: the items of a JSON array, otherwise split at blanks. */
    public List<String> words() {
        return JsonStrings.parse(arguments).orElseGet(() -> Blanks.words(arguments));
    }

    /** The items of the exec form, a JSON array of strings, if it is used. */
    public Optional<List<String>> execForm() {
        return JsonStrings.parse(arguments);
    }

    /** The words of a command: the items of the exec form, otherwise split like a shell, without quotes. */
    public List<String> command() {
        return execForm()
                .orElseGet(() -> Words.raw(arguments, escape).stream()
                        .map(word -> Words.unquoted(word, escape))
                        .toList());
    }

    /** The mounts of a {@code RUN} instruction. */
    public List<Mount> mounts() {
        return flags("mount").stream().map(Mount::parse).toList();
    }

    /** The instruction in an {@code ONBUILD} instruction. */
    public Optional<Instruction> trigger() {
        return is("ONBUILD") && !arguments.isEmpty()
                ? Optional.of(parse(arguments, line, escape).with(documents))
                : Optional.empty();
    }
}
