/**
 * Records of searches that can be run again elsewhere, and how far a target may move before its
 * answer changes.
 */
package org.nseekfs.search.audit;
