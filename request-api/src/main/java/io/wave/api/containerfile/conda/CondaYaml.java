package io.wave.api.containerfile.conda;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Reads and writes YAML nodes. Values are not converted to objects, so that a version such as {@code 3.10} keeps its
 * text; aliases and custom tags are rejected.
 */
final class CondaYaml {

    private static final int MAX_DEPTH = 20;

    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private CondaYaml() {}

    /** The document in block style. */
    static MappingNode read(String text) {
        if (document(text) instanceof MappingNode root) {
            return new CondaYaml().mapping(root);
        }
        throw new InvalidCondaFileException("must be a YAML mapping");
    }

    static String write(Node root) {
        StringWriter text = new StringWriter();
        yaml().serialize(root, text);
        return text.toString();
    }

    private static @Nullable Node document(String text) {
        try {
            return yaml().compose(new StringReader(text));
        } catch (MarkedYAMLException malformed) {
            Mark mark = malformed.getProblemMark();
            throw new InvalidCondaFileException("invalid YAML at line %d: %s"
                    .formatted(mark == null ? 1 : mark.getLine() + 1, malformed.getProblem()));
        } catch (YAMLException malformed) {
            throw new InvalidCondaFileException("invalid YAML: " + malformed.getMessage());
        }
    }

    private static Yaml yaml() {
        LoaderOptions loading = new LoaderOptions();
        loading.setNestingDepthLimit(MAX_DEPTH);
        loading.setMaxAliasesForCollections(0);
        DumperOptions dumping = new DumperOptions();
        dumping.setDefaultFlowStyle(FlowStyle.BLOCK);
        dumping.setSplitLines(false);
        dumping.setAllowUnicode(true);
        return new Yaml(new SafeConstructor(loading), new Representer(dumping), dumping, loading);
    }

    private Node plain(Node node) {
        require(seen.add(node), "must not use YAML aliases");
        return switch (node) {
            case MappingNode mapping -> mapping(mapping);
            case SequenceNode sequence -> sequence(sequence);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new InvalidCondaFileException("must not use YAML aliases");
        };
    }

    private MappingNode mapping(MappingNode mapping) {
        requireTag(mapping.getTag().equals(Tag.MAP), mapping);
        Set<String> keys = new HashSet<>();
        List<NodeTuple> entries = new ArrayList<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new InvalidCondaFileException("must have plain strings as keys");
            }
            require(keys.add(key.getValue()), "must not contain the key '%s' twice".formatted(key.getValue()));
            entries.add(new NodeTuple(plain(key), plain(entry.getValueNode())));
        }
        return new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK);
    }

    private SequenceNode sequence(SequenceNode sequence) {
        requireTag(sequence.getTag().equals(Tag.SEQ), sequence);
        List<Node> items = sequence.getValue().stream().map(this::plain).toList();
        return new SequenceNode(Tag.SEQ, items, FlowStyle.BLOCK);
    }

    /** Multi-line texts are double-quoted; other texts are quoted only if YAML requires it. */
    private static ScalarNode scalar(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        requireTag(tag.startsWith(Tag.PREFIX) && !tag.equals(Tag.MERGE), scalar);
        ScalarStyle style = scalar.getValue().indexOf('\n') < 0 ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
        return new ScalarNode(tag, scalar.getValue(), null, null, style);
    }

    private static void requireTag(boolean isStandard, Node node) {
        require(isStandard, "must not use the YAML tag '%s'".formatted(node.getTag()));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new InvalidCondaFileException(rule);
        }
    }
}
