package org.nseekfs.compat;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks, on the built classes, that the arrows between the layers point one way. */
class ArchitectureTest {
  private static final String JDK = "java..";
  private static final String JDK_MANAGEMENT = "com.sun.management..";
  private static final String VECTOR_API = "jdk.incubator.vector..";
  private static final String LUCENE = "org.apache.lucene..";
  private static final String QUANTIZATION = "org.nseekfs.quantization..";
  private static final String CODEC = "org.nseekfs.codec..";
  private static final String SEARCH = "org.nseekfs.search..";
  private static final String ADAPTER = "org.nseekfs.adapter..";

  private static final JavaClasses BUILT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.nseekfs");

  /** Packages of the library; one uses only what is named before it. */
  private static final List<String> UPWARDS =
      List.of(
          "org.nseekfs.quantization",
          "org.nseekfs.quantization.kernel",
          "org.nseekfs.quantization.kernel.sum",
          "org.nseekfs.quantization.kernel.bounds",
          "org.nseekfs.quantization.kernel.signs",
          "org.nseekfs.quantization.kernel.matrix",
          "org.nseekfs.quantization.code",
          "org.nseekfs.quantization.lsh",
          "org.nseekfs.codec.layout",
          "org.nseekfs.codec.spi",
          "org.nseekfs.codec.values",
          "org.nseekfs.codec.scan",
          "org.nseekfs.codec.lsh",
          "org.nseekfs.codec.write",
          "org.nseekfs.codec.merge",
          "org.nseekfs.codec",
          "org.nseekfs.search.certificate",
          "org.nseekfs.search.leaf",
          "org.nseekfs.search.execution",
          "org.nseekfs.search.explain",
          "org.nseekfs.search",
          "org.nseekfs.search.hybrid",
          "org.nseekfs.search.verify",
          "org.nseekfs.search.audit",
          "org.nseekfs.adapter");

  /** Packages with types for users; public types of other packages serve those above them. */
  private static final Set<String> API =
      Set.of(
          "org.nseekfs.codec",
          "org.nseekfs.codec.spi",
          "org.nseekfs.search",
          "org.nseekfs.search.audit",
          "org.nseekfs.search.certificate",
          "org.nseekfs.search.explain",
          "org.nseekfs.search.hybrid",
          "org.nseekfs.search.verify");

  /** Of these packages, the public types that are not for users. */
  private static final Set<String> INTERNAL =
      Set.of(
          "ConsideredVectors",
          "Contributions",
          "DigestLines",
          "Discrepancies",
          "LeafWork",
          "RankedDocsQuery",
          "RawError",
          "RawCollector",
          "ScalarSimilarity",
          "SearchCodes",
          "TargetSearch");

  /** Of quantization, the types for users. */
  private static final Set<String> API_OF_QUANTIZATION =
      Set.of("DoubleRows", "ElementType", "NormLimits", "QueryVector", "Similarity");

  private enum Layer {
    QUANTIZATION_LAYER("quantization", QUANTIZATION, JDK, JDK_MANAGEMENT, VECTOR_API),
    CODEC_LAYER("lucene-codec", CODEC, JDK, LUCENE, QUANTIZATION),
    SEARCH_LAYER("search", SEARCH, JDK, LUCENE, QUANTIZATION, CODEC),
    ADAPTER_LAYER("plugins/adapter", ADAPTER, JDK, LUCENE, QUANTIZATION, CODEC, SEARCH);

    final String module;
    final String packages;
    final String[] mayUse;

    Layer(String module, String packages, String... mayUse) {
      this.module = module;
      this.packages = packages;
      this.mayUse = mayUse;
    }

    boolean hasSources() throws IOException {
      Path sources =
          Path.of(System.getProperty("basedir", "")).resolve("../" + module + "/src/main/java");
      if (!Files.isDirectory(sources)) {
        return false;
      }
      try (Stream<Path> files = Files.walk(sources)) {
        return files.anyMatch(
            file ->
                file.toString().endsWith(".java")
                    && !file.getFileName().toString().equals("package-info.java"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyLayerWithSourcesWasRead(Layer layer) throws IOException {
    boolean read = BUILT.stream().anyMatch(resideInAPackage(layer.packages));
    assertTrue(
        read || !layer.hasSources(),
        () -> layer.module + " has sources, but no class in " + layer.packages + " was found");
  }

  @ParameterizedTest
  @EnumSource
  void aLayerUsesOnlyWhatStandsBelowIt(Layer layer) {
    classes()
        .that()
        .resideInAPackage(layer.packages)
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage(layer.packages)
                .or(JavaClass.Predicates.resideInAnyPackage(layer.mayUse)))
        .allowEmptyShould(true)
        .check(BUILT);
  }

  @Test
  void everyPackageHasItsPlace() {
    Set<String> packages =
        BUILT.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.startsWith("org.nseekfs.compat"))
            .collect(Collectors.toSet());
    assertEquals(Set.copyOf(UPWARDS), packages);
  }

  @Test
  void noPackageUsesOneAboveIt() {
    for (int place = 0; place < UPWARDS.size() - 1; place++) {
      noClasses()
          .that()
          .resideInAPackage(UPWARDS.get(place))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(UPWARDS.subList(place + 1, UPWARDS.size()).toArray(String[]::new))
          .check(BUILT);
    }
  }

  @Test
  void whatUsersCallNamesNothingInternal() {
    List<String> internal = new ArrayList<>();
    for (JavaClass javaClass : BUILT) {
      if (isApi(javaClass)) {
        for (JavaCodeUnit call : javaClass.getCodeUnits()) {
          Stream.concat(call.getRawParameterTypes().stream(), Stream.of(call.getRawReturnType()))
              .map(JavaClass::getBaseComponentType)
              .filter(type -> type.getPackageName().startsWith("org.nseekfs") && !isApi(type))
              .filter(type -> isForUsers(call))
              .forEach(type -> internal.add(call.getFullName() + " names " + type.getName()));
        }
      }
    }
    assertEquals(List.of(), internal);
  }

  private static boolean isForUsers(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static boolean isApi(JavaClass javaClass) {
    String name = outermost(javaClass).getSimpleName();
    boolean isNamed =
        API.contains(javaClass.getPackageName())
            ? !INTERNAL.contains(name)
            : javaClass.getPackageName().equals("org.nseekfs.quantization")
                && API_OF_QUANTIZATION.contains(name);
    return isNamed && javaClass.getModifiers().contains(JavaModifier.PUBLIC);
  }

  @Test
  void onlyPanamaClassesUseTheIncubatorModule() {
    noClasses()
        .that(areNotPanama())
        .should()
        .dependOnClassesThat()
        .resideInAPackage(VECTOR_API)
        .check(BUILT);
  }

  private static DescribedPredicate<JavaClass> areNotPanama() {
    return DescribedPredicate.describe(
        "are not (inside) a class named Panama*",
        javaClass -> !outermost(javaClass).getSimpleName().startsWith("Panama"));
  }

  private static JavaClass outermost(JavaClass javaClass) {
    return javaClass.getEnclosingClass().map(ArchitectureTest::outermost).orElse(javaClass);
  }
}
