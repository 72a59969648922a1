package io.wave.architecture.rules;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.Map;
import java.util.Set;

/** The packages of a module, each with those that it may use. */
public final class PackageDirections {

    /** The name of the root package of a module among its packages. */
    public static final String ROOT = "(root)";

    private PackageDirections() {}

    /**
     * Each package of the module is listed and uses only the packages that are listed for it.
     *
     * @param root the root package of the module
     * @param allowed the packages below it, relative to it, with the packages that they may use
     */
    public static ArchRule of(String root, Map<String, Set<String>> allowed) {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : allowed.keySet()) {
            layers = layers.layer(name).definedBy(name.equals(ROOT) ? root : root + "." + name);
        }
        for (Map.Entry<String, Set<String>> entry : allowed.entrySet()) {
            String[] used = entry.getValue().toArray(String[]::new);
            layers = used.length == 0
                    ? layers.whereLayer(entry.getKey()).mayNotAccessAnyLayer()
                    : layers.whereLayer(entry.getKey()).mayOnlyAccessLayers(used);
        }
        return layers.ensureAllClassesAreContainedInArchitecture();
    }
}
