package io.wave.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Flattens a YAML tree into property names and the text of their values. */
final class FlatYaml {

    private static final String REGISTRIES = "wave.registries";
    private static final Set<String> NAMED_BY_OPERATOR = Set.of(REGISTRIES, "wave.accounts");
    private static final String RESERVED = "default";
    private static final String ONLY_DEFAULT = "docker.io";

    private final Map<String, String> properties = new LinkedHashMap<>();

    void add(Node root) {
        if (!(root instanceof MappingNode mapping)) {
            throw new Misplaced("expected 'key: value' at the top", root.getStartMark());
        }
        addMapping(mapping, "");
    }

    Map<String, String> properties() {
        return properties;
    }

    private void add(Node node, String path) {
        switch (node) {
            case MappingNode mapping -> addMapping(mapping, path);
            case SequenceNode sequence -> addSequence(sequence.getValue(), path);
            case ScalarNode scalar -> addScalar(scalar, path);
            default -> throw new Misplaced("not understood", node.getStartMark());
        }
    }

    private void addMapping(MappingNode mapping, String path) {
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new Misplaced(
                        "a key must be plain text", entry.getKeyNode().getStartMark());
            }
            if (path.equals(REGISTRIES) && key.getValue().equals(RESERVED)) {
                requireUsualDefault(entry.getValueNode());
            } else {
                add(entry.getValueNode(), path + step(path, key.getValue()));
            }
        }
    }

    /** The existing service lets this name the registry of short image names; ours is always Docker Hub. */
    private static void requireUsualDefault(Node value) {
        if (!(value instanceof ScalarNode scalar) || !scalar.getValue().equals(ONLY_DEFAULT)) {
            throw new Misplaced(
                    "'%s.%s' is reserved, it can only be '%s'".formatted(REGISTRIES, RESERVED, ONLY_DEFAULT),
                    value.getStartMark());
        }
    }

    private static String step(String path, String key) {
        if (key.startsWith("[")) {
            return key;
        }
        if (NAMED_BY_OPERATOR.contains(path)) {
            return "[" + key + "]";
        }
        return path.isEmpty() ? key : "." + key;
    }

    private void addSequence(List<Node> items, String path) {
        for (int i = 0; i < items.size(); i++) {
            add(items.get(i), "%s[%d]".formatted(path, i));
        }
    }

    private void addScalar(ScalarNode scalar, String path) {
        String value = scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
        if (properties.putIfAbsent(path, value) != null) {
            throw new Misplaced("'%s' is set twice".formatted(path), scalar.getStartMark());
        }
    }

    /** Valid YAML in the wrong place. */
    static final class Misplaced extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Mark mark;

        Misplaced(String message, Mark mark) {
            super(message);
            this.mark = mark;
        }

        Mark mark() {
            return mark;
        }
    }
}
