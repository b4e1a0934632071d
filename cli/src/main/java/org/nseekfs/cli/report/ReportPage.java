package org.nseekfs.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.nseekfs.cli.file.PartFile;

/** The page of a report: a template, the library that draws, and the figures, all in one file. */
final class ReportPage {

  private static final String TEMPLATE = "/org/nseekfs/cli/report/report.html";
  private static final String CHARTS =
      "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";
  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private ReportPage() {}

  /** Writes the page of {@code report} to {@code file}, over a file of that name. */
  static void write(Report report, Path file) throws IOException {
    String page =
        resource(TEMPLATE)
            .replace("/*FIGURES*/", script(report))
            .replace("/*CHARTS*/", resource(CHARTS));
    try (PartFile part = PartFile.create(file)) {
      part.write(ByteBuffer.wrap(page.getBytes(StandardCharsets.UTF_8)));
      part.commit();
    }
  }

  /** The figures as JSON that cannot end the script it stands in. */
  private static String script(Report report) throws JsonProcessingException {
    return JSON.writeValueAsString(report).replace("<", "\\u003c");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("this installation of nseek lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
