/* jlink and class-data sharing: any function will do that an application needs. */
#ifndef RECIPES_JLINK_CDS_H
#define RECIPES_JLINK_CDS_H

/* 42. May be called from any thread. */
int jlink_cds_answer(void);

#endif
