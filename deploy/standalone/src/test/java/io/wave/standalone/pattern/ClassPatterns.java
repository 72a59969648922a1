package io.wave.standalone.pattern;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The regular expressions of a compiled class. Where a call does not take a constant, all texts of the class count that
 * can be read as expressions: rather too many than one too few.
 */
final class ClassPatterns {

    private static final String PATTERN = "java/util/regex/Pattern";
    private static final String STRING = "java/lang/String";
    private static final Set<String> OF_STRING = Set.of("matches", "replaceAll", "replaceFirst", "split");
    private static final Set<String> OF_PATTERN = Set.of("compile", "matches");

    private final ClassModel model;
    private final String name;
    private final MatcherUses uses = new MatcherUses();

    private ClassPatterns(ClassModel model) {
        this.model = model;
        this.name = model.thisClass().asInternalName().replace('/', '.');
        code().forEach(code -> uses.add(instructions(code)));
    }

    /** @throws AssertionError if the class has an expression that cannot be told */
    static List<CodePattern> of(byte[] bytes) {
        ClassPatterns patterns = new ClassPatterns(ClassFile.of().parse(bytes));
        patterns.requireNoReferences();
        return patterns.code()
                .flatMap(code -> patterns.find(code).stream())
                .distinct()
                .toList();
    }

    private List<CodePattern> find(CodeModel code) {
        List<Instruction> instructions = instructions(code);
        List<CodePattern> found = new ArrayList<>();
        for (int i = 0; i < instructions.size(); i++) {
            if (instructions.get(i) instanceof InvokeInstruction call && takesExpression(call)) {
                found.addAll(patterns(call, instructions.subList(0, i), field(instructions, i + 1)));
            }
        }
        return found;
    }

    /** Where a compiled expression is kept, if in a field. */
    private static Optional<String> field(List<Instruction> instructions, int next) {
        return next < instructions.size() && instructions.get(next) instanceof FieldInstruction field
                ? Optional.of(field.name().stringValue())
                : Optional.empty();
    }

    private static boolean takesExpression(InvokeInstruction call) {
        return takesExpression(
                call.owner().asInternalName(),
                call.name().stringValue(),
                call.type().stringValue());
    }

    private static boolean takesExpression(String owner, String method, String type) {
        return (owner.equals(STRING) && OF_STRING.contains(method) && !type.startsWith("(C"))
                || (owner.equals(PATTERN) && OF_PATTERN.contains(method) && type.startsWith("(Ljava/lang/String;"));
    }

    private List<CodePattern> patterns(InvokeInstruction call, List<Instruction> before, Optional<String> field) {
        boolean compiled = call.name().equalsString("compile");
        boolean searched = compiled ? uses.areSearches(field) : !call.name().equalsString("matches");
        int further = call.typeSymbol().parameterCount() - 1;
        int at = before.size() - 1 - further;
        boolean simple = at >= 0
                && before.subList(at + 1, before.size()).stream().allMatch(ConstantInstruction.class::isInstance);
        if (simple && before.get(at) instanceof FieldInstruction read && isSeparator(read)) {
            return List.of();
        }
        if (simple
                && before.get(at) instanceof ConstantInstruction text
                && text.constantValue() instanceof String regex) {
            int flags = compiled && further == 1 && before.getLast() instanceof ConstantInstruction number
                    ? ((Number) number.constantValue()).intValue()
                    : 0;
            return List.of(new CodePattern(name, Pattern.compile(regex, flags), searched));
        }
        return anyText(searched);
    }

    /** A text of one character, the platform's. */
    private static boolean isSeparator(FieldInstruction field) {
        return field.owner().asInternalName().equals("java/io/File");
    }

    private List<CodePattern> anyText(boolean searched) {
        List<CodePattern> all = entries()
                .filter(StringEntry.class::isInstance)
                .map(text -> ((StringEntry) text).stringValue())
                .flatMap(text -> compile(text).stream())
                .map(pattern -> new CodePattern(name, pattern, searched))
                .toList();
        if (all.isEmpty()) {
            throw new AssertionError("%s has a regular expression that is no constant of it".formatted(name));
        }
        return all;
    }

    private static Optional<Pattern> compile(String text) {
        try {
            return Optional.of(Pattern.compile(text, Pattern.CASE_INSENSITIVE));
        } catch (PatternSyntaxException none) {
            return Optional.empty();
        }
    }

    private void requireNoReferences() {
        entries()
                .filter(MethodHandleEntry.class::isInstance)
                .map(handle -> ((MethodHandleEntry) handle).reference())
                .filter(method -> takesExpression(
                        method.owner().asInternalName(),
                        method.name().stringValue(),
                        method.type().stringValue()))
                .findAny()
                .ifPresent(_ -> {
                    throw new AssertionError(
                            "%s has a reference to a method that takes a regular expression: write a lambda"
                                    .formatted(name));
                });
    }

    private Stream<PoolEntry> entries() {
        return StreamSupport.stream(model.constantPool().spliterator(), false);
    }

    private Stream<CodeModel> code() {
        return model.methods().stream().flatMap(method -> method.code().stream());
    }

    private static List<Instruction> instructions(CodeModel code) {
        return code.elementStream()
                .filter(Instruction.class::isInstance)
                .map(Instruction.class::cast)
                .toList();
    }
}
