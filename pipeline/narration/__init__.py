"""Narration and captions: text in, 48 kHz sound and the times of its words out.

A scene's lines are found in its code without running it, spoken by a voice, kept by content, and
handed to the sandbox as files with a table (``track``). What the scene then said, when, comes back in
its report and becomes captions.

=================  ==============================================================================
``script``         the lines of a scene's code, and the marks in a line
``voice``          the ``Voice`` protocol, what it returns, and ``open_voice``
``espeak``         espeak-ng as a separate program, with its own word times (the default)
``piper``          Piper as a separate program, word times by its phoneme alignment where it has it
``program``        how a voice's program is run; ``espeak_program`` and ``piper_program`` are such
``http``           voices that speak OpenAI's or ElevenLabs' HTTP interface, with a key
``recorded``       a recording with a transcript
``sound``          samples: WAV, resampling, loudness
``align``          word times where a voice gives none
``cache``          what has been spoken once is kept, by voice and text
``track``          all lines of a scene as the table and the files that the stage plays
``captions``       captions as WebVTT, SRT and plain text
=================  ==============================================================================
"""
