#ifndef CLIBEDIT_H
#define CLIBEDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What Swift needs of libedit's wide interface and cannot call itself: functions with variable arguments,
 * callbacks that receive only an `EditLine *`, and a signal handler. No type of <histedit.h> shows here.
 *
 * One editor in a process, and every call to it on the thread that opened it: libedit keeps static state.
 * Text is passed as Unicode scalars (`wchar_t` is 32 bits wide where this compiles).
 */

typedef struct cle_editor cle_editor;

/* How many commands the caller can add: slots 0 ..< CLE_COMMAND_SLOTS. */
#define CLE_COMMAND_SLOTS 24

/* What a command answers. */
typedef enum {
  CLE_NOTHING,     /* the line looks as before */
  CLE_REFRESH,     /* the text or the cursor changed: draw the difference */
  CLE_REDRAW,      /* the screen was written on: draw prompt and text anew from the cursor's row */
  CLE_BEEP,        /* nothing to do */
  CLE_END_OF_INPUT /* end the read without a line */
} cle_answer;

typedef struct {
  void *context;
  /* 1: *key holds a scalar; 0: end of input; -1: error, in errno. */
  int32_t (*next_key)(void *context, uint32_t *key);
  cle_answer (*on_command)(void *context, int32_t slot);
} cle_callbacks;

bool cle_use_utf8_locale(void);

cle_editor *cle_open(const char *program, int input, int output, cle_callbacks callbacks);
void cle_close(cle_editor *editor);
bool cle_add_command(cle_editor *editor, int32_t slot, const char *name, const char *meaning);
bool cle_bind(cle_editor *editor, const char *key, const char *command, bool in_alternate_map);
void cle_read_user_settings(cle_editor *editor, const char *const *replaced, size_t count);
bool cle_is_vi(cle_editor *editor);
bool cle_is_editing_on(cle_editor *editor);
void cle_set_prompt(cle_editor *editor, const uint32_t *scalars, size_t count, uint32_t literal_mark);
int cle_width_on_screen(uint32_t scalar);

long cle_read(cle_editor *editor, const uint32_t **scalars);

/* For use inside the two callbacks only. */
size_t cle_line(cle_editor *editor, const uint32_t **scalars, size_t *cursor);
void cle_move_cursor(cle_editor *editor, size_t offset);
bool cle_replace(cle_editor *editor, size_t from, size_t to, const uint32_t *scalars, size_t count);
void cle_write(cle_editor *editor, const char *bytes, size_t count);
void cle_take_new_size(cle_editor *editor);
void cle_set_raw_terminal(cle_editor *editor, bool raw);

/* Signals. */
int cle_signals_install(void);
bool cle_interrupt_is_pending(void);
bool cle_take_interrupt(void);
bool cle_take_resize(void);
bool cle_take_resume(void);
void cle_note_endings(bool wanted);
int cle_noted_ending(void);
void cle_end_by(int number);

#endif
