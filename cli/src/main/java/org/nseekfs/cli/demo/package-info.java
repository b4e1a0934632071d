/**
 * The demonstration, {@code nseek demo}: glosses of WordNet, embedded in this process, searched in
 * three ways.
 */
package org.nseekfs.cli.demo;
