package io.wave.builder;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;
import io.wave.architecture.rules.PackageDirections;
import java.util.Map;
import java.util.Set;

@AnalyzeClasses(packages = "io.wave.builder", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    @ArchTest
    static final ArchRule packagesUseOnlyAllowedPackages = PackageDirections.of(
            "io.wave.builder",
            Map.ofEntries(
                    Map.entry(
                            PackageDirections.ROOT,
                            Set.of(
                                    "assembly",
                                    "buildah",
                                    "buildkit",
                                    "condalock",
                                    "containerfile",
                                    "context",
                                    "image",
                                    "multiplatform",
                                    "singularity")),
                    Map.entry("assembly", Set.of("context")),
                    Map.entry("buildah", Set.of("assembly", "condalock", "containerfile", "context", "image")),
                    Map.entry("buildkit", Set.of("assembly", "condalock", "containerfile", "context", "image")),
                    Map.entry("command", Set.of()),
                    Map.entry("condalock", Set.of()),
                    Map.entry("containerfile", Set.of("context")),
                    Map.entry("context", Set.of()),
                    Map.entry("image", Set.of("assembly", "condalock", "containerfile", "context")),
                    Map.entry("multiplatform", Set.of("assembly")),
                    Map.entry("singularity", Set.of("assembly", "condalock", "containerfile", "context", "image"))));
}
