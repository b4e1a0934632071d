package org.nseekfs.cli.retrieval;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the weights of the list by text and of the list by vector. */
final class WeightsConverter implements ITypeConverter<Weights> {

  @Override
  public Weights convert(String value) {
    String[] numbers = value.split(",", -1);
    try {
      if (numbers.length == 2) {
        return new Weights(weight(numbers[0]), weight(numbers[1]));
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new TypeConversionException(
        "must be two numbers above 0 with a comma between, got '" + value + "'");
  }

  private static float weight(String number) {
    float weight = Float.parseFloat(number);
    if (!(weight > 0 && weight <= Float.MAX_VALUE)) {
      throw new NumberFormatException(number);
    }
    return weight;
  }
}
