package io.wave.standalone.pattern;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Long texts of what an expression mentions: each character, each pair, and each of its words with them, repeated, after
 * nothing or one of the words, ended well or not.
 */
final class HostileTexts {

    private static final int LENGTH = 4_000;
    private static final int VERY_LONG = 200_000;
    private static final int MAX_ALPHABET = 12;
    private static final int MAX_WORDS = 4;
    private static final String FOREIGN = "\0!";

    private final Set<Character> alphabet = new LinkedHashSet<>();
    private final Set<String> words = new LinkedHashSet<>();
    private StringBuilder word = new StringBuilder();

    private HostileTexts(String expression) {
        read(expression);
        endWord();
        "a0 x".chars().forEach(each -> alphabet.add((char) each));
    }

    static Stream<String> of(String expression) {
        return new HostileTexts(expression).all();
    }

    private void read(String expression) {
        boolean inClass = false;
        for (int i = 0; i < expression.length(); i++) {
            char read = expression.charAt(i);
            if (read == '\\' && i + 1 < expression.length()) {
                i++;
                escaped(expression.charAt(i), inClass);
            } else if (read == '[' || read == ']') {
                endWord();
                inClass = read == '[';
            } else if (expression.startsWith("(?", i)) {
                endWord();
                i = endOfGroupHead(expression, i);
            } else if ("(){}|*+?^$.&".indexOf(read) >= 0) {
                endWord();
            } else {
                literal(read, inClass);
            }
        }
    }

    /** Where the flags, the name or the kind of a group end. */
    private static int endOfGroupHead(String expression, int begin) {
        int end = begin + 2;
        while (end < expression.length() - 1 && ":=!>)".indexOf(expression.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private void escaped(char letter, boolean inClass) {
        switch (letter) {
            case 's', 'h', 'p' -> mention(" \t\n");
            case 'w', 'W', 'S', 'b' -> mention("a_-");
            case 'd' -> mention("0");
            case 't' -> mention("\t");
            case 'n', 'r' -> mention("\n\r");
            case 'x' -> mention("\u001b");
            default -> literal(letter, inClass);
        }
    }

    private void mention(String characters) {
        endWord();
        characters.chars().forEach(each -> alphabet.add((char) each));
    }

    private void literal(char read, boolean inClass) {
        if (!inClass) {
            word.append(read);
        }
        if (!Character.isLetterOrDigit(read) || inClass) {
            alphabet.add(read);
        }
    }

    private void endWord() {
        if (word.length() > 1) {
            words.add(word.toString());
        }
        word = new StringBuilder();
    }

    private Stream<String> all() {
        List<String> letters =
                alphabet.stream().limit(MAX_ALPHABET).map(String::valueOf).toList();
        Stream<String> long1 = letters.stream().flatMap(letter -> ended(letter.repeat(VERY_LONG)));
        return Stream.concat(long1, units(letters).stream().flatMap(unit -> ofUnit(unit, letters)));
    }

    private Stream<String> ofUnit(String unit, List<String> letters) {
        String repeated = unit.repeat(LENGTH / unit.length());
        return begins(letters.contains(" ")).flatMap(begin -> ended(begin + repeated));
    }

    private Stream<String> begins(boolean blanks) {
        List<String> first = words.stream().limit(MAX_WORDS).toList();
        Stream<String> single = first.stream()
                .flatMap(each -> blanks ? Stream.of(each, each + " ", each + " a0") : Stream.of(each, each + "a0"));
        return Stream.concat(Stream.of("", String.join("a0", words)), single).distinct();
    }

    private static Stream<String> ended(String text) {
        return Stream.of(text, text + FOREIGN);
    }

    private List<String> units(List<String> letters) {
        List<String> pairs = new ArrayList<>(letters);
        for (String first : letters) {
            for (String second : letters) {
                pairs.add(first + second);
            }
        }
        List<String> units = new ArrayList<>(pairs);
        words.stream().limit(MAX_WORDS).forEach(each -> {
            units.add(each);
            pairs.forEach(pair -> units.add(each + pair));
        });
        return units;
    }
}
