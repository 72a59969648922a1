package io.wave.api.containerfile.conda;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A Conda environment file in normalized form: block style, keys in their order, scalars with their original text, no
 * comments. The normalized text is part of the container id.
 */
public final class CondaFile {

    private static final String CHANNELS = "channels";
    private static final String DEPENDENCIES = "dependencies";
    private static final String PIP = "pip";
    private static final Pattern PIP_ITSELF = Pattern.compile("(?:.*::)?pip(?:[^\\w.-].*)?");

    private final MappingNode root;

    private CondaFile(MappingNode root) {
        this.root = root;
    }

    /**
     * Parses a file.
     *
     * @throws InvalidCondaFileException if it is not a YAML mapping, or uses aliases or tags
     */
    public static CondaFile parse(String text) {
        return new CondaFile(CondaYaml.read(text));
    }

    /**
     * A file for a list of packages.
     *
     * @param channels channels in their order; if empty, the tool uses its defaults
     * @param packages packages that Conda installs
     * @param pipPackages packages that pip installs
     */
    public static CondaFile of(List<String> channels, List<String> packages, List<String> pipPackages) {
        List<NodeTuple> entries = new ArrayList<>();
        if (!channels.isEmpty()) {
            entries.add(entry(CHANNELS, texts(channels)));
        }
        List<Node> dependencies = new ArrayList<>(texts(packages).getValue());
        if (!pipPackages.isEmpty()) {
            if (packages.stream().noneMatch(spec -> PIP_ITSELF.matcher(spec).matches())) {
                dependencies.add(text(PIP));
            }
            dependencies.add(mapping(List.of(entry(PIP, texts(pipPackages)))));
        }
        entries.add(entry(DEPENDENCIES, new SequenceNode(Tag.SEQ, dependencies, FlowStyle.BLOCK)));
        return new CondaFile(mapping(entries));
    }

    /**
     * A copy with these channels appended, unless they are listed already.
     *
     * @throws InvalidCondaFileException if its channels are not a list
     */
    public CondaFile withChannels(Collection<String> more) {
        List<Node> channels = new ArrayList<>(
                value(CHANNELS).map(node -> list(CHANNELS, node).getValue()).orElse(List.of()));
        for (String channel : more) {
            if (channels.stream()
                    .noneMatch(node -> node instanceof ScalarNode known && channel.equals(known.getValue()))) {
                channels.add(text(channel));
            }
        }
        NodeTuple entry = entry(CHANNELS, new SequenceNode(Tag.SEQ, channels, FlowStyle.BLOCK));
        List<NodeTuple> entries = new ArrayList<>(root.getValue());
        entries.replaceAll(old -> isKey(old, CHANNELS) ? entry : old);
        if (value(CHANNELS).isEmpty()) {
            entries.add(entry);
        }
        return new CondaFile(mapping(entries));
    }

    /** All keys and values of a text; empty if it is not a Conda file. */
    public static List<String> textsOf(String text) {
        try {
            List<String> texts = new ArrayList<>();
            addTexts(CondaYaml.read(text), texts);
            return texts;
        } catch (InvalidCondaFileException otherKind) {
            return List.of();
        }
    }

    private static void addTexts(Node node, List<String> texts) {
        switch (node) {
            case ScalarNode scalar -> texts.add(scalar.getValue());
            case SequenceNode sequence -> sequence.getValue().forEach(item -> addTexts(item, texts));
            case MappingNode mapping ->
                mapping.getValue().forEach(entry -> {
                    addTexts(entry.getKeyNode(), texts);
                    addTexts(entry.getValueNode(), texts);
                });
            default -> {
                // the only other kind of node
            }
        }
    }

    /** The name of the environment, if it is not empty. */
    public Optional<String> name() {
        return value("name")
                .map(node ->
                        node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL) ? scalar.getValue() : "")
                .filter(name -> !name.isBlank());
    }

    /**
     * The dependencies in their order; pip packages are at the position of their list.
     *
     * @throws InvalidCondaFileException if its dependencies are not a list of strings with at most one pip list
     */
    public List<String> dependencies() {
        return value(DEPENDENCIES).stream()
                .flatMap(node -> list(DEPENDENCIES, node).getValue().stream())
                .flatMap(CondaFile::dependency)
                .toList();
    }

    private static Stream<String> dependency(Node node) {
        if (node instanceof MappingNode mapping && mapping.getValue().size() == 1) {
            NodeTuple only = mapping.getValue().getFirst();
            if (isKey(only, PIP)) {
                return list(PIP, only.getValueNode()).getValue().stream().map(CondaFile::string);
            }
        }
        return Stream.of(string(node));
    }

    private static String string(Node node) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            return scalar.getValue();
        }
        throw new InvalidCondaFileException("must have a list of strings and at most one pip list as " + DEPENDENCIES);
    }

    private Optional<Node> value(String key) {
        return root.getValue().stream()
                .filter(entry -> isKey(entry, key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    private static SequenceNode list(String key, Node node) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL)) {
            return texts(List.of());
        }
        if (node instanceof SequenceNode sequence) {
            return sequence;
        }
        throw new InvalidCondaFileException("must have a list as " + key);
    }

    private static boolean isKey(NodeTuple entry, String key) {
        return entry.getKeyNode() instanceof ScalarNode scalar && key.equals(scalar.getValue());
    }

    private static NodeTuple entry(String key, Node value) {
        return new NodeTuple(text(key), value);
    }

    private static MappingNode mapping(List<NodeTuple> entries) {
        return new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK);
    }

    private static SequenceNode texts(List<String> texts) {
        return new SequenceNode(Tag.SEQ, texts.stream().map(CondaFile::text).toList(), FlowStyle.BLOCK);
    }

    private static Node text(String text) {
        return new ScalarNode(Tag.STR, text, null, null, ScalarStyle.PLAIN);
    }

    /** The text of the file, which is hashed and shown. */
    @Override
    public String toString() {
        return CondaYaml.write(root);
    }
}
