"""Released tables as people and programs get them: in words, drawn, and as files.

Everything here starts from protected tables (`workgroups.disclosure.published`), so that it can
show no more than was released. The pages, the API and the annual report all use it.
"""
