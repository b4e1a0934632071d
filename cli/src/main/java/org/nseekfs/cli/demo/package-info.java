/** The demonstration: WordNet's glosses, embedded in this process, searched in three ways. */
package org.nseekfs.cli.demo;
