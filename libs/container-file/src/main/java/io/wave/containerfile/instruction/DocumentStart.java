package io.wave.containerfile.instruction;

import io.wave.containerfile.syntax.JsonStrings;
import io.wave.containerfile.syntax.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The start of a here-document: {@code <<NAME} or {@code <<-NAME}, optionally after a number.
 *
 * @param name name without quotes
 * @param expands whether the name is not quoted
 * @param chomp whether leading tabs are removed
 */
record DocumentStart(String name, boolean expands, boolean chomp) {

    private static final String MARK = "<<";

    /** The starts in an instruction that supports here-documents and is not in exec form. */
    static List<DocumentStart> in(Instruction instruction) {
        Instruction bearer = instruction.trigger().orElse(instruction);
        boolean may = bearer.is("RUN") || bearer.is("COPY") || bearer.is("ADD");
        if (!may
                || !bearer.arguments().contains(MARK)
                || JsonStrings.parse(bearer.arguments()).isPresent()) {
            return List.of();
        }
        List<DocumentStart> starts = new ArrayList<>();
        for (String word : Words.raw(bearer.arguments(), bearer.escape())) {
            of(word, bearer.escape()).ifPresent(starts::add);
        }
        return starts;
    }

    private static Optional<DocumentStart> of(String word, char escape) {
        int at = 0;
        while (at < word.length() && word.charAt(at) >= '0' && word.charAt(at) <= '9') {
            at++;
        }
        if (!word.startsWith(MARK, at)) {
            return Optional.empty();
        }
        at += MARK.length();
        boolean chomp = word.startsWith("-", at);
        String rest = word.substring(chomp ? at + 1 : at);
        if (rest.isEmpty() || rest.indexOf('<') >= 0) {
            return Optional.empty();
        }
        String name = Words.unquoted(rest, escape);
        return name.isEmpty() ? Optional.empty() : Optional.of(new DocumentStart(name, name.equals(rest), chomp));
    }

    boolean isEnd(String line) {
        int start = 0;
        while (chomp && start < line.length() && line.charAt(start) == '\t') {
            start++;
        }
        return line.substring(start).equals(name);
    }
}
