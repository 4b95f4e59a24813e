/* jlink and class-data sharing: a function that an application calls. */
#ifndef RECIPES_JLINK_CDS_H
#define RECIPES_JLINK_CDS_H

/* Returns 42. May be called from any thread. */
int jlink_cds_answer(void);

#endif
