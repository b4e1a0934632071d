/**
 * Data sets made here: converted from files in other formats or drawn at random, with their truth.
 * The same arguments give the same bytes.
 */
package org.nseekfs.benchmarks.generate;
