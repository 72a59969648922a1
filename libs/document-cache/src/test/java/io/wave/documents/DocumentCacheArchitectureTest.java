package io.wave.documents;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import io.wave.architecture.rules.CommonRules;

@AnalyzeClasses(packages = "io.wave.documents", importOptions = ImportOption.DoNotIncludeTests.class)
class DocumentCacheArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);
}
