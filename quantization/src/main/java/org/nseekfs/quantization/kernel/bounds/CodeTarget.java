package org.nseekfs.quantization.kernel.bounds;

/**
 * What {@link BlockBounds} need of a target: with s the sum of a document's table entries, modulo
 * 2^16, its bound is
 *
 * <pre>scale_d * (unit * s + constant) + (residual_d * residualFactor + base) [- squareNorm_d]
 * </pre>
 *
 * <p>in float, by fused multiply-adds from the inside out.
 *
 * @param fields the weighted fields of every word of a code
 * @param start what the sum starts with
 */
public record CodeTarget(
    CodeFields fields, short start, float unit, float constant, float residualFactor, float base) {}
