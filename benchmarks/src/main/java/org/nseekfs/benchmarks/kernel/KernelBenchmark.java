package org.nseekfs.benchmarks.kernel;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Scores all rows once: dot products of unit vectors, one thread. Every subject has a JVM of its
 * own, so none sees another's type profile.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class KernelBenchmark {

  /** What scores; by default everything. */
  @Param public KernelSubject subject;

  /** Elements of a vector. */
  @Param("384")
  public int dimension;

  /** Rows of a pass; so few that they stay in the cache. */
  @Param("512")
  public int rows;

  private KernelRows data;
  private KernelSubject.Pass pass;

  /** For JMH. */
  public KernelBenchmark() {}

  /** Makes and encodes the rows. */
  @Setup(Level.Trial)
  public void setUp() throws IOException {
    data = new KernelRows(rows, dimension);
    pass = subject.prepare(data);
  }

  /** Removes what {@link #setUp} made. */
  @TearDown(Level.Trial)
  public void tearDown() throws IOException {
    data.close();
  }

  /** One pass over all rows. */
  @Benchmark
  public Object scoreAllRows() throws IOException {
    return pass.run();
  }
}
