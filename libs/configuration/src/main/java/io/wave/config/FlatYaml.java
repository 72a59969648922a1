package io.wave.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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
    private static final Set<String> NAMED_BY_OPERATOR = Set.of(REGISTRIES, "wave.accounts", "wave.tokens.static");
    private static final Pattern CREDENTIALS = Pattern.compile("wave\\.tokens\\.static\\[[^]]+]\\.credentials");
    private static final String RESERVED = "default";
    private static final String DOCKER_HUB = "docker.io";

    private final Map<String, String> properties = new LinkedHashMap<>();

    void add(Node root) {
        if (!(root instanceof MappingNode mapping)) {
            throw new InvalidNodeException("expected 'key: value' at the top level", root.getStartMark());
        }
        addMapping(mapping, "");
    }

    Map<String, String> properties() {
        return properties;
    }

    private void add(Node node, String path) {
        switch (node) {
            case MappingNode mapping -> addMapping(mapping, path);
            case SequenceNode sequence -> addSequence(sequence, path);
            case ScalarNode scalar -> addScalar(scalar, path);
            default -> throw new InvalidNodeException("unsupported YAML node", node.getStartMark());
        }
    }

    private void addMapping(MappingNode mapping, String path) {
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new InvalidNodeException(
                        "invalid key: expected a scalar", entry.getKeyNode().getStartMark());
            }
            if (path.equals(REGISTRIES) && key.getValue().equals(RESERVED)) {
                requireDockerHub(entry.getValueNode());
            } else {
                add(entry.getValueNode(), path + segment(path, key.getValue()));
            }
        }
    }

    /** Wave allows another registry for short image names here; this service always uses Docker Hub. */
    private static void requireDockerHub(Node value) {
        if (!(value instanceof ScalarNode scalar) || !scalar.getValue().equals(DOCKER_HUB)) {
            throw new InvalidNodeException(
                    "'%s.%s' is reserved: the only valid value is '%s'".formatted(REGISTRIES, RESERVED, DOCKER_HUB),
                    value.getStartMark());
        }
    }

    private static String segment(String path, String key) {
        if (key.startsWith("[")) {
            return key;
        }
        if (NAMED_BY_OPERATOR.contains(path) || CREDENTIALS.matcher(path).matches()) {
            return "[" + key + "]";
        }
        return path.isEmpty() ? key : "." + key;
    }

    /** An empty list is an empty value, which replaces the default list. */
    private void addSequence(SequenceNode sequence, String path) {
        List<Node> items = sequence.getValue();
        if (items.isEmpty()) {
            set(path, "", sequence.getStartMark());
        }
        for (int i = 0; i < items.size(); i++) {
            add(items.get(i), "%s[%d]".formatted(path, i));
        }
    }

    private void addScalar(ScalarNode scalar, String path) {
        String value = scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
        set(path, value, scalar.getStartMark());
    }

    private void set(String path, String value, Mark mark) {
        if (properties.putIfAbsent(path, value) != null) {
            throw new InvalidNodeException("'%s' is set twice".formatted(path), mark);
        }
    }

    /** Valid YAML that is not a valid configuration. */
    static final class InvalidNodeException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Mark mark;

        InvalidNodeException(String message, Mark mark) {
            super(message);
            this.mark = mark;
        }

        Mark mark() {
            return mark;
        }
    }
}
