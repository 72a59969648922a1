package io.wave.containerfile.stage;

import io.wave.containerfile.instruction.Instruction;
import io.wave.containerfile.instruction.Mount;
import io.wave.containerfile.syntax.Blanks;
import io.wave.containerfile.syntax.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Processes the instructions of a file: tracks variables and collects stages and sources. */
public final class StageReader {

    private static final String PLATFORM = "platform";
    private static final String FROM = "FROM";

    private final char escape;
    private final Variables heading = new Variables(true);
    private final Map<String, Integer> names = new HashMap<>();
    private final List<Stage> stages = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<VariableSource> variableSources = new ArrayList<>();
    private final List<Instruction> body = new ArrayList<>();
    private final List<Variables> scopes = new ArrayList<>();
    private final ExpandedSize size = new ExpandedSize();
    private Variables scope = new Variables(false);
    private boolean begun;

    public StageReader(char escape, Map<String, String> predefined) {
        this.escape = escape;
        predefined.forEach((name, value) -> heading.argument(name, new Value.Known(value)));
    }

    public StageReader read(List<Instruction> instructions) {
        for (Instruction instruction : instructions) {
            if (instruction.is(FROM)) {
                endStage();
                begin(instruction);
            } else if (begun) {
                body.add(instruction);
                inStage(instruction);
            } else if (instruction.is("ARG")) {
                arguments(instruction, heading);
            }
        }
        endStage();
        return this;
    }

    public List<Stage> stages() {
        return List.copyOf(stages);
    }

    public List<Source> sources() {
        return List.copyOf(sources);
    }

    /** Stages and images in variables; not those of {@code ONBUILD}, which has the variables of another file. */
    public List<VariableSource> variableSources() {
        return List.copyOf(variableSources);
    }

    private void begin(Instruction from) {
        List<String> words = Blanks.words(from.arguments());
        boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("as");
        if (words.size() != 1 && !named) {
            return;
        }
        begun = true;
        Optional<Value> platform =
                from.flags(PLATFORM).stream().reduce((_, last) -> last).map(text -> expand(text, heading));
        Stage.Base base = base(words.getFirst());
        if (base instanceof Stage.Base.Image(var name)) {
            sources.add(new Source.Image(from.line(), FROM, name, platform));
        }
        Optional<String> name = named ? stageName(words.get(2)) : Optional.empty();
        stages.add(new Stage(stages.size(), name, from, base, platform, List.of()));
        scope = new Variables(base instanceof Stage.Base.Scratch);
        if (base instanceof Stage.Base.Earlier(var stage)) {
            scope.inheritLengths(scopes.get(stage));
        }
        scopes.add(scope);
    }

    private Stage.Base base(String word) {
        Value value = expand(word, heading);
        if (value instanceof Value.Known(var text)) {
            Integer stage = names.get(text.toLowerCase(Locale.ROOT));
            if (stage != null) {
                return new Stage.Base.Earlier(stage);
            }
            if (text.equalsIgnoreCase("scratch")) {
                return new Stage.Base.Scratch();
            }
        }
        return new Stage.Base.Image(value);
    }

    /** A valid stage name; other names are ignored, so that an image is not mistaken for a stage. */
    private static Optional<String> stageName(String word) {
        String name = word.toLowerCase(Locale.ROOT);
        boolean valid = name.chars()
                .allMatch(unit -> isSmallLetter(unit)
                        || (unit >= '0' && unit <= '9')
                        || unit == '-'
                        || unit == '_'
                        || unit == '.');
        return valid && isSmallLetter(name.charAt(0)) ? Optional.of(name) : Optional.empty();
    }

    private static boolean isSmallLetter(int unit) {
        return unit >= 'a' && unit <= 'z';
    }

    private void endStage() {
        if (begun) {
            Stage stage = stages.removeLast();
            stages.add(new Stage(
                    stage.index(), stage.name(), stage.from(), stage.base(), stage.platform(), List.copyOf(body)));
            stage.name().ifPresent(name -> names.put(name, stage.index()));
        }
        begun = false;
        body.clear();
    }

    private void inStage(Instruction written) {
        Instruction instruction = written.trigger().orElse(written);
        if (instruction.is("RUN")) {
            size.step(instruction, scope);
        } else {
            size.instruction(instruction, scope);
        }
        switch (instruction.keyword()) {
            case "ARG" -> arguments(instruction, scope);
            case "ENV" -> environment(instruction);
            case "ADD" -> {
                images(instruction, "ADD --from", instruction.flags("from"));
                added(instruction);
            }
            case "COPY" -> {
                images(instruction, "COPY --from", instruction.flags("from"));
                if (written.trigger().isEmpty()) {
                    variables(instruction, "--from=", instruction.flags("from"));
                }
            }
            case "RUN" -> {
                images(instruction, "RUN --mount=from", mounted(instruction));
                if (written.trigger().isEmpty()) {
                    variables(instruction, "from=", mountedAsWritten(instruction));
                }
            }
            default -> {
                // No source.
            }
        }
    }

    /** Some builders expand variables before they parse a flag, others afterwards. */
    private List<String> mounted(Instruction run) {
        return run.flags("mount").stream()
                .flatMap(flag -> Stream.of(flag, expanded(flag, scope)))
                .flatMap(flag -> Mount.parse(flag).values("from").stream())
                .distinct()
                .toList();
    }

    private static List<String> mountedAsWritten(Instruction run) {
        return run.mounts().stream()
                .flatMap(mount -> mount.values("from").stream())
                .toList();
    }

    /** The text with variables expanded if they are known, otherwise unchanged. */
    private String expanded(String text, Variables variables) {
        return expand(text, variables) instanceof Value.Known(var known) ? known : text;
    }

    private void images(Instruction instruction, String place, List<String> names) {
        for (String name : names) {
            Value value = expand(name, scope);
            if (!(value instanceof Value.Known(var text)) || !isStage(text)) {
                sources.add(new Source.Image(instruction.line(), place, value, Optional.empty()));
            }
        }
    }

    private void variables(Instruction instruction, String option, List<String> names) {
        names.stream()
                .filter(name -> name.indexOf('$') >= 0)
                .map(name -> new VariableSource(instruction.line(), option, name, expand(name, scope)))
                .forEach(variableSources::add);
    }

    private boolean isStage(String text) {
        return names.containsKey(text.toLowerCase(Locale.ROOT))
                || (!text.isEmpty()
                        && text.length() < 5
                        && text.chars().allMatch(unit -> unit >= '0' && unit <= '9')
                        && Integer.parseInt(text) < stages.size());
    }

    /** All words but the last, which is the destination. Some builders split words again after expansion. */
    private void added(Instruction instruction) {
        List<String> words = instruction.words();
        for (String word : words.subList(0, Math.max(0, words.size() - 1))) {
            Value value = expand(word, scope);
            if (value instanceof Value.Known(var text)) {
                Blanks.words(text)
                        .forEach(part ->
                                sources.add(new Source.Added(instruction.line(), "ADD", new Value.Known(part))));
            } else {
                sources.add(new Source.Added(instruction.line(), "ADD", value));
            }
        }
    }

    private void arguments(Instruction instruction, Variables variables) {
        for (String word : Words.raw(instruction.arguments(), escape)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                String name = Words.unquoted(word.substring(0, equals), escape);
                String text = word.substring(equals + 1);
                Value value = expand(text, variables);
                size.variable(instruction.line(), name, text, value, variables, variables);
                variables.argument(name, value);
            } else {
                String name = Words.unquoted(word, escape);
                heading.argument(name).ifPresent(value -> {
                    size.copied(instruction.line(), name, heading, variables);
                    variables.argument(name, value);
                });
            }
        }
    }

    private void environment(Instruction instruction) {
        String text = instruction.arguments();
        List<String> words = Words.raw(text, escape);
        if (words.isEmpty()) {
            return;
        }
        if (words.getFirst().indexOf('=') < 0) {
            String value = Blanks.trim(
                    text.substring(Math.min(text.length(), words.getFirst().length())));
            environment(instruction, expanded(words.getFirst(), scope), value, expand(value, scope));
            return;
        }
        Map<String, String> set = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                set.put(expanded(word.substring(0, equals), scope), word.substring(equals + 1));
            }
        }
        Map<String, Value> values = new HashMap<>();
        set.forEach((name, word) -> values.put(name, expand(word, scope)));
        values.forEach((name, value) -> environment(instruction, name, String.valueOf(set.get(name)), value));
    }

    private void environment(Instruction instruction, String name, String word, Value value) {
        size.variable(instruction.line(), name, word, value, scope, scope);
        scope.environment(name, value);
    }

    private Value expand(String word, Variables variables) {
        return Expansion.of(word, escape, variables);
    }
}
